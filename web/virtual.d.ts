// Modules that the build makes up: worker-source.config.ts.
declare module 'virtual:worker-source' {
  const source: string;
  export default source;
}
