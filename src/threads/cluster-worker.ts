import { parentPort } from 'node:worker_threads';
import { clusterWindowSteps, type WindowGroup } from '../algorithms/cluster-window.ts';
import { withPlainProducts, withProducts } from '../algorithms/row-products.ts';
import type { ClusterRequest } from './cluster-threads.ts';
import { openRowProducts } from './row-products.ts';
import type { WorkerReply } from './worker-pool.ts';

/**
 * Windows of fewer photos are clustered by plain loops in a few milliseconds: a library of small windows never loads
 * onnxruntime (0.1 s and 40 MB a worker).
 */
const PLAIN_BELOW = 128;
/**
 * From so many photos on all processors share a window's products. It costs windows in parallel nothing (measured), and a
 * large one alone takes 0.6 of the time.
 */
const SHARED_FROM = 2000;

/** By the number of threads that share one product. Opened once a worker. */
const opened = new Map<number, ReturnType<typeof openRowProducts>>();

async function productsOf(threads: number) {
  const open = opened.get(threads) ?? openRowProducts(threads);
  opened.set(threads, open);
  return (await open).products;
}

async function cluster({ vectors, dimensions, options, processors }: ClusterRequest): Promise<WindowGroup[]> {
  const count = vectors.length / dimensions;
  const steps = clusterWindowSteps(vectors, dimensions, options);
  if (count < PLAIN_BELOW) return withPlainProducts(steps).groups;
  const products = await productsOf(count < SHARED_FROM ? 1 : processors);
  return (await withProducts(steps, products)).groups;
}

parentPort!.on('message', async (request: ClusterRequest) => {
  const result = await cluster(request);
  parentPort!.postMessage({ kind: 'done', result } satisfies WorkerReply<WindowGroup[]>);
});
