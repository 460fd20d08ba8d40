/** As `Promise.all`, but when one fails the others have ended, too, and do nothing more. */
export const settled = async (
  promises: readonly Promise<unknown>[]
): Promise<void> => {
  await Promise.allSettled(promises);
  await Promise.all(promises);
};
