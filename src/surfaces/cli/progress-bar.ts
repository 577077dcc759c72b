const WIDTH = 30;

type ProgressBar = { show(done: number): void; end(): void };

/** One line on standard error that is drawn over itself, for people at a terminal only. */
export function progressBar(total: number, isShown: boolean): ProgressBar {
  const write = (text: string): void => {
    if (isShown && total > 0) process.stderr.write(text);
  };
  return {
    show: (done) => {
      const filled = Math.round((WIDTH * done) / Math.max(1, total));
      write(`\r[${"#".repeat(filled)}${".".repeat(WIDTH - filled)}] ${done}/${total}`);
    },
    end: () => write("\r\u001B[K"),
  };
}
