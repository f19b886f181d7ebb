/** Works on items, so many at once. After a failure none is begun; it is thrown when those at work have ended. */
export async function inParallel<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  let isBroken = false;
  const lane = async (): Promise<void> => {
    for (const item of rest) {
      if (isBroken) return;
      try {
        await work(item);
      } catch (error) {
        isBroken = true;
        throw error;
      }
    }
  };
  const lanes = Array.from({ length: Math.min(atOnce, items.length) }, lane);
  const broken = (await Promise.allSettled(lanes)).find(({ status }) => status === 'rejected');
  if (broken?.status === 'rejected') throw broken.reason;
}
