/* How many lines a frame affords while the picture moves. Without a graphics card a line costs two to six microseconds, so
   that 150,000 of them would leave two frames a second. */

const REST = 160; // milliseconds without a move
const SLOW = 32; // milliseconds between frames: fewer lines
const FAST = 22; // more lines
const LEAST = 1500;
const ALWAYS_WHOLE = 1200; // so few lines keep their dashes and heads while they move
const NEVER_WHOLE = 40000; // so many are one pixel wide even at rest: nobody could tell dashes apart

export class Pace {
  constructor(scene) {
    this.scene = scene;
    this.moving = false;
    this.budget = 12000;
    this.last = 0;
    this.moves = 0;
    this.waiting = false;
    this.onRest = () => {};
  }

  /** The camera moved. */
  moved() {
    this.moving = true;
    this.moves += 1;
    this.wait();
  }

  /* Rest is counted from a frame that was drawn after the last move, however long that took. */
  wait() {
    if (this.waiting) return;
    this.waiting = true;
    const seen = this.moves;
    requestAnimationFrame(() => setTimeout(() => {
      this.waiting = false;
      if (!this.moving) return;
      if (seen !== this.moves) { this.wait(); return; }
      this.still();
      this.onRest();
    }, REST));
  }

  still() {
    this.moving = false;
    this.last = 0;
  }

  /** How to draw the lines of this frame at a camera's ratio: { lines: how many from the first, hairs: as thin plain lines }. */
  lines(ratio, now = performance.now()) {
    const { scene } = this;
    if (!this.moving || scene.shownEdges <= ALWAYS_WHOLE) {
      return { lines: scene.edgeCount, hairs: scene.shownEdges * Math.min(1, ratio) > NEVER_WHOLE };
    }
    const waited = now - this.last;
    if (this.last && waited > SLOW) this.budget = Math.max(LEAST, this.budget * 0.8);
    else if (this.last && waited < FAST) this.budget = Math.min(scene.shownEdges * 1.1, this.budget * 1.12);
    this.last = now;
    if (this.budget >= scene.shownEdges) return { lines: scene.edgeCount, hairs: true };
    let left = this.budget, lines = 0;
    for (; lines < scene.edgeCount && left > 0; lines += 1) if (scene.isEdgeShown(lines)) left -= 1;
    return { lines, hairs: true };
  }
}
