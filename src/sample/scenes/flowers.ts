import { flowerHead } from './flower-head.ts';

export const pinkDahlia = flowerHead({
  petals: 92,
  colours: [
    [0, '#6d0f3c'],
    [0.35, '#c2276b'],
    [0.75, '#ee6a9e'],
    [1, '#ffd3df'],
  ],
  heart: '#a3174a',
  background: ['#16301a', '#2f5a2a', '#5d8a3c'],
  bokeh: ['#e9f0a8', '#bfe08c', '#fff4d0', '#f7a8c0'],
});

export const orangeDahlia = flowerHead({
  petals: 64,
  colours: [
    [0, '#7a1c08'],
    [0.3, '#d1480f'],
    [0.7, '#f79a1e'],
    [1, '#ffe08a'],
  ],
  heart: '#8a3a10',
  background: ['#1c2430', '#3a4c4a', '#7a7a5a'],
  bokeh: ['#ffe6b8', '#f6d08c', '#cfe0e8', '#fff6e0'],
});
