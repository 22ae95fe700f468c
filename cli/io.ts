/** What a run may use of the process, so that tests can run commands without one. */
export interface CliIo {
  readonly stdout: {
    /** Tells `done` when the text is taken, or why it never will be. */
    write(text: string, done?: (error?: Error | null) => void): unknown;
  };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean | undefined };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}
