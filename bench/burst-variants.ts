import sharp from 'sharp';

/** How far one frame of a simulated burst may differ from the next. */
const BURST = {
  /** Share of each side that the crop keeps, at least. */
  smallestCrop: 0.85,
  /** Tilt of the camera, degrees either way. */
  rotationDegrees: 3,
  /** Factor on the encoded values, either way: 1.25 is about 0.7 stops. */
  exposureFactor: 1.25,
  /** Standard deviation of the blur in pixels of a photo of 500 px, at most; under 0.3 no blur. */
  blurSigmaPx: 1.2,
} as const;

/**
 * One frame of a burst: the photo tilted, cropped, exposed a little differently and perhaps blurred.
 * @returns JPEG bytes, quality 90.
 */
export async function burstVariant(photo: string, random: () => number): Promise<Buffer> {
  const between = (low: number, high: number) => low + (high - low) * random();
  const degrees = between(-BURST.rotationDegrees, BURST.rotationDegrees);
  const exposure = BURST.exposureFactor ** between(-1, 1);
  const sigma = between(0, BURST.blurSigmaPx);
  const crop = between(BURST.smallestCrop, 1);
  const shift = { x: random(), y: random() };

  const upright = await sharp(photo)
    .autoOrient()
    .flatten({ background: '#808080' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = upright.info;
  const tilted = await sharp(upright.data, { raw: { width, height, channels } })
    .rotate(degrees, { background: '#808080' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const inner = largestUprightRectangle(width, height, degrees);
  const keep = { width: Math.floor(inner.width * crop), height: Math.floor(inner.height * crop) };
  const left = Math.floor((tilted.info.width - inner.width) / 2 + (inner.width - keep.width) * shift.x);
  const top = Math.floor((tilted.info.height - inner.height) / 2 + (inner.height - keep.height) * shift.y);
  let frame = sharp(tilted.data, {
    raw: { width: tilted.info.width, height: tilted.info.height, channels: tilted.info.channels },
  })
    .extract({ left, top, ...keep })
    .linear(exposure, 0);
  const scaledSigma = (sigma * Math.max(keep.width, keep.height)) / 500;
  if (scaledSigma >= 0.3) frame = frame.blur(scaledSigma);
  return frame.jpeg({ quality: 90 }).toBuffer();
}

/** The largest rectangle of the same proportions inside a rectangle turned by a few degrees, without its grey corners. */
function largestUprightRectangle(width: number, height: number, degrees: number) {
  const sine = Math.abs(Math.sin((degrees * Math.PI) / 180));
  const cosine = Math.cos((degrees * Math.PI) / 180);
  const scale = Math.min(width / (width * cosine + height * sine), height / (width * sine + height * cosine));
  return { width: Math.floor(width * scale), height: Math.floor(height * scale) };
}
