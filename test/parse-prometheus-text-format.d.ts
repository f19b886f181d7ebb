declare module 'parse-prometheus-text-format' {
  /** Families in the order of the text; of a histogram without the labels of its rows. */
  export default function parse(text: string): unknown[];
}
