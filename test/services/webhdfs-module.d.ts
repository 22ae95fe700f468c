declare module 'webhdfs' {
  const WebHDFS: { createClient(options: object): unknown };
  export default WebHDFS;
}
