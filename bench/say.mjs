/** Tell the person who waits what is being done; results go to stdout. */
export const say = text => process.stderr.write(`bench: ${text}\n`);
