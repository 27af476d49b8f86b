// The type of Emscripten's output, which module.ts wraps.
declare module '*/wasm/core.js' {
  const createCore: (options: object) => Promise<import('./module.js').Core>;
  export default createCore;
}
