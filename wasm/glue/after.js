// Goes behind Emscripten's output, before.js before it: makes it a module that wasm/src/module.ts can import.
export default createCore;
