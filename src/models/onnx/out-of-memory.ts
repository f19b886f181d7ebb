/**
 * What onnxruntime says when memory is short: its arena (bfc_arena.cc), CUDA, cuBLAS and cuDNN, and the C++ library on
 * a CPU. There is no code to go by, only these words.
 */
const OUT_OF_MEMORY = [
  /failed to allocate memory for requested buffer/i,
  /BFCArena.*(allocat|memory)/i,
  /CUDA (failure|error) 2\b/i,
  /cudaErrorMemoryAllocation/i,
  /out of memory/i,
  /(CUBLAS|CUDNN|CUSOLVER)_STATUS_ALLOC_FAILED/i,
  /CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED/i,
  /bad[_ ]alloc/i,
];

export function isOutOfMemory(message: string): boolean {
  return OUT_OF_MEMORY.some((words) => words.test(message));
}
