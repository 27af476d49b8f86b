// Goes before Emscripten's output, after.js behind it: the names that its tail looks for, so that it finds neither
// CommonJS nor the RequireJS of a host page.
var define, exports, module;
