/**
 * Sights that stand for a city: as good a clue as the city's name, and as much in need of evidence. Own list; sights
 * whose name is said of others as well (opera house, white house, grand canal) are left out.
 */
export const LANDMARKS: Readonly<Record<string, readonly string[]>> = {
  Paris: [
    'eiffel tower',
    'louvre',
    'notre dame',
    'arc de triomphe',
    'sacre coeur',
    'montmartre',
    'champs elysees',
  ],
  London: ['big ben', 'tower bridge', 'london eye', 'buckingham palace', 'piccadilly', 'trafalgar square'],
  'New York': [
    'statue of liberty',
    'empire state building',
    'times square',
    'central park',
    'chrysler building',
    'brooklyn bridge',
    'wall street',
  ],
  Rome: ['colosseum', 'coliseum', 'trevi fountain', 'roman forum', 'vatican'],
  Venice: ['rialto bridge', 'rialto', 'san marco'],
  Florence: ['ponte vecchio', 'uffizi'],
  Berlin: ['brandenburg gate', 'reichstag', 'berlin wall'],
  'Rio de Janeiro': [
    'christ the redeemer',
    'sugarloaf mountain',
    'copacabana',
    'ipanema',
    'corcovado',
    'maracana',
  ],
  Sydney: ['sydney opera house', 'bondi beach'],
  Chicago: ['willis tower', 'sears tower', 'cloud gate'],
  'Washington DC': ['lincoln memorial', 'washington monument'],
  Seattle: ['space needle', 'pike place market'],
  Lisbon: ['belem tower'],
  Hamburg: ['elbphilharmonie'],
};
