import { describe, expect, it } from 'vitest';
import { isOutOfMemory } from './onnx/out-of-memory.ts';
import { onnxReason } from './onnx-reason.ts';

const CALL =
  '/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_call.cc:154 std::conditional_t<THRW, void, onnxruntime::common::Status> onnxruntime::CudaCall(ERRTYPE, const char*, const char*, SUCCTYPE, const char*, const char*, int) [with ERRTYPE = cudaError; bool THRW = true; SUCCTYPE = cudaError; std::conditional_t<THRW, void, common::Status> = void] ';
const ARENA =
  "Non-zero status code returned while running Softmax node. Name:'/model/self_attn/Softmax' Status Message: /onnxruntime_src/onnxruntime/core/framework/bfc_arena.cc:359 void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool, onnxruntime::Stream*) Failed to allocate memory for requested buffer of size 541073408";

// As onnxruntime 1.29 and 1.30 said them on machines with a GPU, without one, and with a broken file.
describe('what is left of a message of onnxruntime', () => {
  it.each([
    {
      said: `${CALL}${CALL}CUDA failure 100: no CUDA-capable device is detected ; GPU=-1 ; hostname=vm ; file=/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_execution_provider.cc ; line=345 ; expr=cudaSetDevice(info_.device_id);`,
      left: 'CUDA failure 100: no CUDA-capable device is detected',
    },
    {
      said: '/onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:1866 onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.13: cannot open shared object file: No such file or directory\n',
      left: 'libonnxruntime_providers_cuda.so does not load: libcublasLt.so.13: cannot open shared object file: No such file or directory',
    },
    {
      said: 'Load model from /models/a/vision_model.onnx failed:Protobuf parsing failed.',
      left: 'Protobuf parsing failed.',
    },
    {
      said: '[ONNXRuntimeError] : 2 : INVALID_ARGUMENT : Got invalid dimensions for input',
      left: 'Got invalid dimensions for input',
    },
    { said: '  two lines\n  of words\n', left: 'two lines; of words' },
    { said: '', left: '' },
  ])('$left', ({ said, left }) => {
    expect(onnxReason(said)).toBe(left);
  });

  it('still says that memory ran out', () => {
    expect(isOutOfMemory(onnxReason(ARENA))).toBe(true);
    expect(isOutOfMemory(onnxReason(`${CALL}CUDA failure 2: out of memory ; GPU=0 ; hostname=vm`))).toBe(
      true,
    );
  });
});
