/* Typed arrays that grow: what 50,000 entities and 150,000 lines are kept in. */

export class Column {
  constructor(Kind, size = 64) {
    this.Kind = Kind;
    this.data = new Kind(size);
    this.length = 0;
  }

  push(value) {
    if (this.length === this.data.length) {
      const wider = new this.Kind(2 * this.length);
      wider.set(this.data);
      this.data = wider;
    }
    this.data[this.length] = value;
    this.length += 1;
  }

  /** The values so far; a view that later pushes may leave behind. */
  get values() { return this.data.subarray(0, this.length); }
}
