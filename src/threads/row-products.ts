import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { plainProducts, type RowProducts } from '../algorithms/row-products.ts';
import { matrixProductModel } from './matrix-product-model.ts';

/** What is used of the package onnxruntime-node. */
export interface OnnxRuntime {
  readonly InferenceSession: { create: typeof InferenceSession.create };
  readonly Tensor: typeof Tensor;
}

export interface OpenProducts {
  readonly products: RowProducts;
  /** Null where the fast ones are used, else why not. */
  readonly slowBecause: string | null;
}

/**
 * Matrix products of onnxruntime, some 30 times as fast as plain loops; those where its binary does not load (no such
 * system or processor). Results of the algorithms are the same to the last bit.
 *
 * The calling thread waits while a product is computed, so this is for worker threads.
 *
 * @param threads that share one product
 */
export async function openRowProducts(
  threads: number,
  load: () => Promise<OnnxRuntime> = loadOnnxRuntime,
): Promise<OpenProducts> {
  try {
    const onnx = await load();
    const session = await onnx.InferenceSession.create(matrixProductModel(), {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      // The products are written to our own memory: an arena would only keep some more.
      enableCpuMemArena: false,
      enableMemPattern: false,
      // Waiting threads that spin take the processor from the scan of the last product.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
    return { products: onnxProducts(onnx, session), slowBecause: null };
  } catch (error) {
    const slowBecause = error instanceof Error ? error.message : String(error);
    return { products: async (request) => plainProducts(request), slowBecause };
  }
}

function onnxProducts(onnx: OnnxRuntime, session: InferenceSession): RowProducts {
  return async ({ a, b, dimensions, out }) => {
    const m = a.length / dimensions;
    const n = b.length / dimensions;
    await session.run(
      {
        a: new onnx.Tensor('float32', a, [m, dimensions]),
        b: new onnx.Tensor('float32', b, [n, dimensions]),
      },
      { y: new onnx.Tensor('float32', out.subarray(0, m * n), [m, n]) },
    );
  };
}

async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  return await import('onnxruntime-node');
}
