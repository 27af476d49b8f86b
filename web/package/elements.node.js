// What `reluctant/elements` is where there is no page: nothing, so that a server may import what a browser will run.
export {};
