/** The parts of the npm package `webhdfs` that fixtures use; it brings no types. */
declare module 'webhdfs' {
  type Done = (error: Error | null) => void;
  export interface Client {
    mkdir(path: string, done: Done): void;
    writeFile(path: string, data: Buffer, done: Done): void;
    rename(path: string, destination: string, done: Done): void;
    unlink(path: string, recursive: boolean, done: Done): void;
  }
  const webhdfs: { createClient(options: { host: string; port: string; user: string; path: string }): Client };
  export default webhdfs;
}
