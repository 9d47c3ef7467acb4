/** Comes without types of its own: what of it is used. */
declare module 'process-on-spawn' {
  type Spawned = { env: Readonly<Record<string, string>> }
  const processOnSpawn: { readonly addListener: (listen: (spawned: Spawned) => void) => void }
  export default processOnSpawn
}
