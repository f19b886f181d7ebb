/** What a body and a lens write of themselves, as exiftool tag names. */
export interface Camera {
  readonly Make: string;
  readonly Model: string;
  readonly SerialNumber?: string;
  readonly LensModel?: string;
  readonly LensMake?: string;
  readonly Software?: string;
}

export const CAMERAS = {
  canonWide: {
    Make: 'Canon',
    Model: 'Canon EOS 5D Mark III',
    SerialNumber: '243012004711',
    LensModel: 'EF24-70mm f/2.8L II USM',
    Software: 'Adobe Photoshop Lightroom 5.4 (Windows)',
  },
  canonMacro: {
    Make: 'Canon',
    Model: 'Canon EOS 5D Mark III',
    SerialNumber: '243012004711',
    LensModel: 'EF100mm f/2.8L Macro IS USM',
  },
  canonPortrait: {
    Make: 'Canon',
    Model: 'Canon EOS 5D Mark III',
    SerialNumber: '243012004711',
    LensModel: 'EF85mm f/1.2L II USM',
  },
  canonCompact: { Make: 'Canon', Model: 'Canon PowerShot G9', LensModel: '7.4-44.4 mm' },
  canonOld: { Make: 'Canon', Model: 'Canon EOS 350D DIGITAL', SerialNumber: '1230501234' },
  nikonStage: {
    Make: 'NIKON CORPORATION',
    Model: 'NIKON D700',
    SerialNumber: '2087654',
    LensModel: 'AF-S NIKKOR 70-200mm f/2.8G ED VR II',
  },
  nikonWide: {
    Make: 'NIKON CORPORATION',
    Model: 'NIKON D700',
    SerialNumber: '2087654',
    LensModel: 'AF-S NIKKOR 24-70mm f/2.8G ED',
  },
  nikonNight: {
    Make: 'NIKON CORPORATION',
    Model: 'NIKON D850',
    SerialNumber: '6012345',
    LensModel: 'AF-S NIKKOR 24-70mm f/2.8E ED VR',
  },
  nikonTele: {
    Make: 'NIKON CORPORATION',
    Model: 'NIKON D850',
    SerialNumber: '6012345',
    LensModel: 'AF-S NIKKOR 200-500mm f/5.6E ED VR',
  },
  sonyStreet: {
    Make: 'SONY',
    Model: 'ILCE-7RM2',
    SerialNumber: '3281907',
    LensModel: 'FE 28mm F2',
    Software: 'ILCE-7RM2 v3.30',
  },
  fujiLines: { Make: 'FUJIFILM', Model: 'X100T', SerialNumber: '54A02211', LensModel: 'Fujinon 23mm F2' },
  ricohForest: {
    Make: 'RICOH IMAGING COMPANY, LTD.',
    Model: 'RICOH GR III',
    SerialNumber: '6014822',
    LensModel: 'GR LENS 18.3mm F2.8',
    Software: 'RICOH GR III Ver. 1.50',
  },
  scanner: { Make: 'EPSON', Model: 'Perfection V700', Software: 'EPSON Scan' },
  mediumFormat: { Make: 'PENTAX', Model: 'Pentax67', LensModel: 'SMC Takumar 6x7 105mm F2.4' },
} as const satisfies Record<string, Camera>;

export type CameraName = keyof typeof CAMERAS;
