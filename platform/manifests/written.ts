/** A file of a plan, to be written beside the others. */
export type ManifestFile = { readonly path: string; readonly content: string }
