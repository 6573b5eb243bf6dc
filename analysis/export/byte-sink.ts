const encoder = new TextEncoder();

/** Collects little-endian bytes for the binary formats. */
export class ByteSink {
  private bytes = new Uint8Array(1 << 16);
  private view = new DataView(this.bytes.buffer);
  length = 0;

  private room(more: number): number {
    const at = this.length;
    if (at + more > this.bytes.length) {
      const bigger = new Uint8Array(Math.max(this.bytes.length * 2, at + more));
      bigger.set(this.bytes);
      this.bytes = bigger;
      this.view = new DataView(bigger.buffer);
    }
    this.length += more;
    return at;
  }

  uint8(value: number): this {
    const at = this.room(1);
    this.view.setUint8(at, value);
    return this;
  }

  uint16(value: number): this {
    const at = this.room(2);
    this.view.setUint16(at, value, true);
    return this;
  }

  int32(value: number): this {
    const at = this.room(4);
    this.view.setInt32(at, value, true);
    return this;
  }

  /** A whole number of up to 53 bits, in eight bytes. */
  uint64(value: number): this {
    const at = this.room(8);
    this.view.setBigUint64(at, BigInt(value), true);
    return this;
  }

  float64(value: number): this {
    const at = this.room(8);
    this.view.setFloat64(at, value, true);
    return this;
  }

  raw(bytes: Uint8Array): this {
    const at = this.room(bytes.length);
    this.bytes.set(bytes, at);
    return this;
  }

  text(value: string): this {
    return this.raw(encoder.encode(value));
  }

  /** Text in a field of `width` bytes, filled up; text that is too long is cut between characters. */
  field(value: string, width: number, fill = 0x20): this {
    const bytes = utf8Cut(value, width);
    const at = this.room(width);
    this.bytes.set(bytes, at);
    this.bytes.fill(fill, at + bytes.length, at + width);
    return this;
  }

  zeros(count: number): this {
    const at = this.room(count);
    this.bytes.fill(0, at, at + count);
    return this;
  }

  /** Overwrites eight bytes written before. */
  patchUint64(at: number, value: number): void {
    this.view.setBigUint64(at, BigInt(value), true);
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

/**
 * Text as UTF-8 in at most `longest` bytes, cut between characters and never within one.
 *
 * @example
 * utf8Cut("Môn", 2) // => Uint8Array.of(77)
 */
export function utf8Cut(text: string, longest: number): Uint8Array {
  const bytes = encoder.encode(text);
  if (bytes.length <= longest) return bytes;
  let end = longest;
  // Bytes 10xxxxxx continue a character.
  while (end > 0 && ((bytes[end] as number) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}

/**
 * How many bytes a text has in UTF-8.
 *
 * @example
 * utf8Length("Môn") // => 4
 */
export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}
