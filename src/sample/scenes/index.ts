import { curvedFacade, spiralStaircase } from './black-and-white.ts';
import { blueGlass } from './blue-glass.ts';
import { coffee } from './coffee.ts';
import { orangeDahlia, pinkDahlia } from './flowers.ts';
import { autumnForest, summerForest } from './forest.ts';
import { hydrangea } from './hydrangea.ts';
import { moon } from './moon.ts';
import { mountains } from './mountains.ts';
import { rainyStreet } from './rainy-street.ts';
import type { Scene } from './scene.ts';
import { seaAtDawn } from './sea-at-dawn.ts';
import { skylineAtNight } from './skyline-at-night.ts';
import { stageDancer } from './stage-dancer.ts';
import { studioPortrait, studioProfile } from './studio-figure.ts';
import { winterTree } from './winter-tree.ts';

/** Everything that the sample library can show. */
export const SCENES = {
  autumnForest,
  blueGlass,
  coffee,
  curvedFacade,
  hydrangea,
  moon,
  mountains,
  orangeDahlia,
  pinkDahlia,
  rainyStreet,
  seaAtDawn,
  skylineAtNight,
  spiralStaircase,
  stageDancer,
  studioPortrait,
  studioProfile,
  summerForest,
  winterTree,
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
