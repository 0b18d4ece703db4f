/** The browser offers no WebGL 2: nothing can be drawn, everything else works. */
export class NoWebGLError extends Error {
  constructor() {
    super("this browser offers no WebGL 2");
    this.name = "NoWebGLError";
  }
}
