import type { Frame, View } from '../pixels/frame.ts';

/** One shot of a scene: the same scene and seed show the same place, the rest is camera and moment. */
export interface Exposure {
  readonly seed: number;
  readonly view: View;
  /** Seconds since the first shot of the burst: waves, clouds and dancers move. */
  readonly seconds: number;
}

/** Renders one shot, in linear light. */
export type Scene = (frame: Frame, exposure: Exposure) => void;
