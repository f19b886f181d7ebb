/** Keeps one copy of each text: rows that are read one by one have a text of their own for the same camera or folder. */
export class OneOfEach {
  readonly #known = new Map<string, string>();

  of<Text extends string | null>(text: Text): Text {
    if (text === null) return text;
    const known = this.#known.get(text);
    if (known !== undefined) return known as Text;
    this.#known.set(text, text);
    return text;
  }
}
