import { createHash, type Hash } from 'node:crypto';

/**
 * Markers that stand alone, where exiftool expects no length (%markerLenBytes in its ExifTool.pm): stuffing, TEM,
 * RST0–7, SOI, EOI, SOS, whose header it counts as image data, and some of JPEG 2000.
 */
const STANDS_ALONE = markers([0x00, 0x01], [0x30, 0x3f], [0x4f], [0x92, 0x93], [0xd0, 0xda]);

/** Markers of JPEG 2000 with a length of four bytes instead of two. */
const LONG_LENGTH = markers([0x74, 0x75], [0x77]);

/** What follows these is image data: stuffing, RST0–7, SOS. */
const IMAGE_DATA = markers([0x00], [0xd0, 0xd7], [0xda]);

/** EOI, and SOD of JPEG 2000: nothing after them is read. */
const LAST = markers([0xd9], [0x93]);

const MARKER_START = Uint8Array.of(0xff);
const MD5_OF_NOTHING = 'd41d8cd98f00b204e9800998ecf8427e';

/**
 * MD5 of a JPEG's image data by exiftool's definition of ImageDataHash, bit for bit, fed piece by piece.
 *
 * The image data is what stands from each SOS marker (FF DA) to EOI, with one peculiarity that has to be followed to
 * get the same value: a *stretch*, from one marker to the next, counts only when the next marker stands alone. The
 * last stretch before a segment with a length (a progressive JPEG's next DHT) or before a broken-off end is left out.
 * So the hash as it was before the open stretch is kept until that stretch is at its end.
 */
export class JpegImageData {
  #hash: Hash = createHash('md5');
  /** The hash before the open stretch, where that stretch began in an earlier piece. */
  #beforeStretch: Hash | null = null;
  /** Whether the bytes that are read now are image data. */
  #isOpen = false;
  #reading: 'bytes' | 'marker' | 'length' | 'segment' | 'nothing' = 'bytes';
  /** A segment's length, as far as it is read, and how many bytes it has itself. */
  #length = { value: 0, bytesRead: 0, bytes: 0 };
  #segmentBytesLeft = 0;

  /** @param piece the next bytes of the file, of any size, from the file's beginning on. */
  update(piece: Uint8Array): void {
    // Image data in this piece that is not in the hash yet begins here, and the open stretch there.
    let dataFrom = 0;
    let stretchFrom = -1;
    let position = 0;

    while (position < piece.length && this.#reading !== 'nothing') {
      if (this.#reading === 'bytes') {
        const start = piece.indexOf(0xff, position);
        if (start < 0) break;
        position = start + 1;
        this.#reading = 'marker';
        // Nearly all markers are stuffing inside image data: the long way for them costs a quarter of the time.
        if (this.#isOpen && IMAGE_DATA[piece[position]!] === 1) {
          this.#beforeStretch = null;
          stretchFrom = start;
          position += 1;
          this.#reading = 'bytes';
        }
      } else if (this.#reading === 'marker') {
        const markerStart = position - 1;
        const marker = piece[position++]!;
        if (marker === 0xff) {
          // The FF before was padding: it belongs to the stretch, as all bytes of this piece do.
          if (markerStart < 0 && this.#isOpen) this.#hash.update(MARKER_START);
          continue;
        }
        const wasOpen = this.#isOpen;
        if (wasOpen && STANDS_ALONE[marker] === 0) {
          if (stretchFrom < 0) this.#hash = this.#beforeStretch!;
          else this.#hash.update(piece.subarray(dataFrom, stretchFrom));
        } else if (wasOpen && IMAGE_DATA[marker] === 0) {
          this.#hash.update(piece.subarray(dataFrom, Math.max(markerStart, dataFrom)));
        }
        this.#isOpen = IMAGE_DATA[marker] === 1;
        if (wasOpen) this.#beforeStretch = null;
        if (this.#isOpen && markerStart >= 0) {
          if (!wasOpen) dataFrom = markerStart;
          stretchFrom = markerStart;
        } else if (this.#isOpen) {
          this.#beforeStretch = this.#hash.copy();
          this.#hash.update(MARKER_START);
        }
        this.#afterMarker(marker);
      } else if (this.#reading === 'length') {
        this.#lengthByte(piece[position++]!);
      } else {
        const skipped = Math.min(this.#segmentBytesLeft, piece.length - position);
        position += skipped;
        this.#segmentBytesLeft -= skipped;
        if (this.#segmentBytesLeft === 0) this.#reading = 'bytes';
      }
    }

    if (!this.#isOpen) return;
    // An FF at the very end may begin the next marker: it is held back.
    const dataEnd = this.#reading === 'marker' ? piece.length - 1 : piece.length;
    if (stretchFrom >= 0) {
      this.#hash.update(piece.subarray(dataFrom, stretchFrom));
      this.#beforeStretch = this.#hash.copy();
    }
    this.#hash.update(piece.subarray(stretchFrom >= 0 ? stretchFrom : dataFrom, dataEnd));
  }

  /** @returns 32 hex digits, or null where there is no image data. Ends the hash. */
  digest(): string | null {
    const hex = (this.#isOpen ? this.#beforeStretch! : this.#hash).digest('hex');
    return hex === MD5_OF_NOTHING ? null : hex;
  }

  #afterMarker(marker: number): void {
    if (LAST[marker] === 1) this.#reading = 'nothing';
    else if (STANDS_ALONE[marker] === 1) this.#reading = 'bytes';
    else {
      this.#reading = 'length';
      this.#length = { value: 0, bytesRead: 0, bytes: LONG_LENGTH[marker] === 1 ? 4 : 2 };
    }
  }

  /** The length counts its own bytes; a shorter one is damage, and exiftool reads no further. */
  #lengthByte(byte: number): void {
    const length = this.#length;
    length.value = length.value * 256 + byte;
    length.bytesRead += 1;
    if (length.bytesRead < length.bytes) return;
    this.#segmentBytesLeft = length.value - length.bytes;
    if (this.#segmentBytesLeft < 0) this.#reading = 'nothing';
    else this.#reading = this.#segmentBytesLeft === 0 ? 'bytes' : 'segment';
  }
}

function markers(...ranges: readonly (readonly [from: number, to?: number])[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const [from, to] of ranges) table.fill(1, from, (to ?? from) + 1);
  return table;
}
