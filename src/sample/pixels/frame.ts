/** A picture in linear light, not yet developed: 1 is white paper in full light, more is a highlight. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Interleaved red, green, blue; `3 * width * height` numbers. */
  readonly rgb: Float32Array;
}

/** Where the camera points: what makes two shots of one scene differ. */
export interface View {
  /** In picture heights, right and up positive. */
  readonly panX: number;
  readonly panY: number;
  /** 1 is the scene's own framing, more is closer. */
  readonly zoom: number;
  readonly rollRadians: number;
}

/**
 * Colour of one point of the picture plane.
 * @param x, y in picture heights from the middle, y up.
 * @param out receives red, green, blue in linear light.
 */
export type Shader = (x: number, y: number, out: Float64Array) => void;

export function createFrame(width: number, height: number): Frame {
  return { width, height, rgb: new Float32Array(3 * width * height) };
}

/** Size of a pixel on the picture plane: edges softened over this width do not alias. */
export const pixelSize = (frame: Frame, view: View): number => 1 / (frame.height * view.zoom);

/** Fills the frame, one call a pixel. */
export function shade(frame: Frame, view: View, shader: Shader): void {
  const { width, height, rgb } = frame;
  const out = new Float64Array(3);
  const step = pixelSize(frame, view);
  const cos = Math.cos(view.rollRadians) * step;
  const sin = Math.sin(view.rollRadians) * step;
  let at = 0;
  for (let row = 0; row < height; row++) {
    const v = height / 2 - row - 0.5;
    for (let column = 0; column < width; column++) {
      const u = column + 0.5 - width / 2;
      shader(u * cos - v * sin + view.panX, u * sin + v * cos + view.panY, out);
      rgb[at] = out[0]!;
      rgb[at + 1] = out[1]!;
      rgb[at + 2] = out[2]!;
      at += 3;
    }
  }
}

/** From the picture plane to the frame's pixels, for things that are drawn instead of shaded. */
export function toPixels(frame: Frame, view: View): (x: number, y: number) => readonly [number, number] {
  const scale = frame.height * view.zoom;
  const cos = Math.cos(view.rollRadians) * scale;
  const sin = Math.sin(view.rollRadians) * scale;
  return (x, y) => {
    const dx = x - view.panX;
    const dy = y - view.panY;
    return [frame.width / 2 + dx * cos + dy * sin, frame.height / 2 + dx * sin - dy * cos];
  };
}
