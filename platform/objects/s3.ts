import { openAsBlob } from 'node:fs'
import { Readable } from 'node:stream'
import { AwsClient } from 'aws4fetch'
import { hashOfKey, keyOf } from './key.ts'
import { ObjectStoreUnavailable, type ObjectStore } from './port.ts'

/** Where the objects lie: a bucket of any server that speaks S3, by `https://<key>:<secret>@<host>/<bucket>?region=<name>`. */
export type Bucket = {
  /** Without a slash at the end. */
  readonly url: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** Throws on an address that lacks a part. */
export const bucketOf = (address: string): Bucket => {
  const { protocol, host, pathname, username, password, searchParams } = new URL(address)
  const name = pathname.replace(/^\/|\/$/g, '')
  if (name === '' || name.includes('/') || username === '' || password === '')
    throw new Error(
      'an object store is addressed as https://<key>:<secret>@<host>/<bucket>?region=<name>',
    )
  return {
    url: `${protocol}//${host}/${name}`,
    region: searchParams.get('region') ?? 'us-east-1',
    accessKeyId: decodeURIComponent(username),
    secretAccessKey: decodeURIComponent(password),
  }
}

/** For which an answer is waited; a large object takes a while to be kept. */
const patienceMs = 120_000

/** The objects in a bucket. S3 makes an object visible whole or not at all. */
export const createS3Store = (bucket: Bucket, timeoutMs = patienceMs): ObjectStore => {
  const { url, region, accessKeyId, secretAccessKey } = bucket
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 2 })

  const ask = async (key: string, init: RequestInit): Promise<Response> => {
    const patience = new AbortController()
    const timer = setTimeout(() => {
      patience.abort()
    }, timeoutMs)
    try {
      return await client.fetch(`${url}/${key}`, { ...init, signal: patience.signal })
    } catch (error) {
      throw new ObjectStoreUnavailable('the object store does not answer', { cause: error })
    } finally {
      // Of an answer that has begun, the reader sets the pace; one that stalls is given up by `fetch` itself.
      clearTimeout(timer)
    }
  }
  const unexpected = async (what: string, response: Response): Promise<never> => {
    const said = (await response.text()).slice(0, 300)
    throw new ObjectStoreUnavailable(`${what}: the object store says ${response.status} ${said}`)
  }

  return {
    keep: async ({ path, sha256, size }) => {
      const key = keyOf(sha256)
      const known = await ask(key, { method: 'HEAD' })
      if (known.status === 200) return { key, sha256, size }
      if (known.status !== 404) await unexpected('looking for an object', known)
      // The server holds the content against the hash that is signed with the request.
      const response = await ask(key, {
        method: 'PUT',
        body: await openAsBlob(path),
        headers: { 'x-amz-content-sha256': sha256 },
      })
      if (!response.ok) await unexpected('keeping an object', response)
      await response.body?.cancel()
      return { key, sha256, size }
    },
    open: async (key) => {
      if (hashOfKey(key) === undefined) return undefined
      const response = await ask(key, { method: 'GET' })
      if (response.status === 404) return undefined
      if (!response.ok || response.body === null) return unexpected('reading an object', response)
      return Readable.fromWeb(response.body)
    },
  }
}
