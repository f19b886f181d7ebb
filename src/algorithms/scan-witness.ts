import type { DateWitness } from './date-votes.ts';

/**
 * Programs and machines that scan film and paper. Their date is the day of the scan. A camera has exposure
 * data; that alone does not tell, because screenshots and exports have none either.
 */
const SCANNER =
  /\b(?:vuescan|silverfast|epson scan|nikon scan|coolscan|super coolscan|perfection|expression \d|gt-[xf]?\d|canoscan|scanjet|opticfilm|plustek|pakon|noritsu|qss-?\d*|frontier|sp-?(?:500|1500|2000|2500|3000)|flextight|imacon|flexcolor|dimage scan|reflecta|pacific image|primefilm|photoscan|scan ?wizard|scanner|mp navigator|ls-\d{2,4}|ez controller|doxie|fastfoto|scanmaker|digital ice)\b/i;

/** Bodies that take film: their EXIF was written by a laboratory or by hand. */
const FILM_BODY =
  /(?:^|\b)(?:pentax ?6(?:7|45)(?:ii|n)?|leica m[1-7](?!\d)|nikon f(?:m|e|a|[1-6])?\d?(?!\d)|canon (?:ae-1|a-1|f-1|eos[- ]?(?:1v|3|5|30|33|50|300|500|3000)\b(?! ?d))|hasselblad 50\d|mamiya (?:rb|rz|7|645)|rolleiflex|olympus om-?[1-4]\b|minolta (?:x-?\d|srt)|contax [gt]\d)/i;

/** Words of names that people and scanning programs give. */
const SCAN_NAME =
  /(?:^|[^\p{L}])(?:scans?|scanned|scanner|film|films|negs?|negatives?|negativos?|slides?|dias?|diapositives?|kodachrome|ektachrome|velvia|tri-x|portra)(?=[^\p{L}]|$)/iu;

/** True where the date in EXIF is that of a scan, or of whoever wrote it, and not that of a camera's clock. */
export function isScan({ make, model, software, hasExposure, files }: DateWitness): boolean {
  const machine = `${make ?? ''} ${model ?? ''}`;
  if (FILM_BODY.test(machine.trim())) return true;
  if (hasExposure) return false;
  if (SCANNER.test(machine) || SCANNER.test(software ?? '')) return true;
  return model === null && files.some((file) => SCAN_NAME.test(file.relativePath));
}
