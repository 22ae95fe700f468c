/** What a run may use of the process, so that tests can run commands without one. */
export interface CliIo {
  readonly stdout: {
    /** False when it should not be given more for now. */
    write(text: string): unknown;
    once?(event: 'drain' | 'close', then: () => void): unknown;
    readonly destroyed?: boolean;
  };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean | undefined };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}
