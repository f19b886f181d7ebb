import { type RawBuilder, sql } from 'kysely';

/** How a database keeps the half floats of `embedding.vector`; all that is read is what `half-floats.ts` wrote. */
export interface VectorColumn {
  /** To select instead of the column. */
  bytes(column: string): RawBuilder<Uint8Array>;
  /** Half floats, little-endian, of what was selected so. */
  toHalves(bytes: Uint8Array): Uint8Array;
  /** To insert. */
  fromHalves(halves: Uint8Array): RawBuilder<Uint8Array> | Uint8Array;
}

export const PLAIN_VECTORS: VectorColumn = {
  bytes: (column) => sql<Uint8Array>`${sql.ref(column)}`,
  toHalves: (bytes) => bytes,
  fromHalves: (halves) => halves,
};

/** Before the numbers: how many there are, and two bytes that pgvector keeps for later, both big-endian as they are. */
const HEADER_BYTES = 4;

/** pgvector's `halfvec`, in the binary form in which it is sent: exact, and a third of the text in length. */
export const HALFVEC_VECTORS: VectorColumn & { sent(halves: Uint8Array): Buffer } = {
  bytes: (column) => sql<Uint8Array>`halfvec_send(${sql.ref(column)})`,
  toHalves: (bytes) => Buffer.from(bytes.subarray(HEADER_BYTES)).swap16(),
  // Bytes are sent as they are, and `halfvec_recv` reads them.
  fromHalves: (halves) => sql<Uint8Array>`${HALFVEC_VECTORS.sent(halves)}::halfvec`,
  sent(halves) {
    const sent = Buffer.alloc(HEADER_BYTES + halves.byteLength);
    sent.writeUInt16BE(halves.byteLength / 2, 0);
    sent.set(halves, HEADER_BYTES);
    sent.subarray(HEADER_BYTES).swap16();
    return sent;
  },
};
