/** What a library of the GPU said, without the function of onnxruntime that asked it. */
const OF_THE_GPU = /(CUDA|CUBLAS|CUDNN|CUFFT|CURAND) (?:failure|error) (-?\w+): ([^;]+?)\s*(?:;|$)/;
const NOT_LOADED = /Failed to load (?:shared )?library (\S+) with error: (.+)$/s;
const LOAD_FAILED = /^Load model from .* failed:(?:.*\) )?(.+)$/s;
/** `[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : ` and `/onnxruntime_src/…/file.cc:12 type function(types) `. */
const STATUS = /^\[ONNXRuntimeError\] : \d+ : \w+ : /;
const SOURCE = /^\/\S+\.(?:cc|h):\d+ [^:]*(?:::\S*)*\([^)]*\)(?: \[with [^\]]*\])? /;

/**
 * onnxruntime puts its own source file, function and status before the reason; of all that this is what a user can do
 * something with, on one line.
 */
export function onnxReason(message: string): string {
  const said = message.trim().replaceAll(/\s*\n\s*/g, '; ');
  const ofTheGpu = OF_THE_GPU.exec(said);
  if (ofTheGpu) return `${ofTheGpu[1]} failure ${ofTheGpu[2]}: ${ofTheGpu[3]}`;
  const notLoaded = NOT_LOADED.exec(said);
  if (notLoaded) return `${notLoaded[1]} does not load: ${notLoaded[2]}`;
  const plain = said.replace(STATUS, '').replace(SOURCE, '');
  return LOAD_FAILED.exec(plain)?.[1] ?? plain;
}
