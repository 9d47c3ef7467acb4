const form = /^sha256\/([0-9a-f]{2})\/(\1[0-9a-f]{62})$/

/** `sha256/<first two digits>/<all 64>`: no name that anybody chose is part of a path. */
export const keyOf = (sha256: string): string => `sha256/${sha256.slice(0, 2)}/${sha256}`

/** The hash that a key names; nothing for what is no key. */
export const hashOfKey = (key: string): string | undefined => form.exec(key)?.[2]
