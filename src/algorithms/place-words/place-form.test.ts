import { describe, expect, it } from 'vitest';
import { placeFormsIn } from './place-form.ts';

describe('a place by its form', () => {
  it.each<{ text: string; places: string[] }>([
    { text: 'a street in Paris, France at dusk', places: ['Paris', 'France'] },
    { text: 'a junk in China', places: ['China'] },
    { text: 'a set of china on a table', places: [] },
    { text: 'cows near Lake Como in June', places: ['Lake Como'] },
    { text: 'hikers in the Alps', places: ['Alps'] },
    { text: 'the falls at Foz do Iguaçu', places: ['Foz do Iguaçu'] },
    { text: 'A woman in red', places: [] },
    { text: '', places: [] },
  ])('“$text” names $places', ({ text, places }) => {
    expect(placeFormsIn(text)).toEqual(places);
  });
});
