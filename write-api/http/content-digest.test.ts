import { createHash } from 'node:crypto'
import t from 'tap'
import { contentDigestOf } from './content-digest.ts'

const hash = createHash('sha256').update('content')
const bytes = hash.digest()
const member = `sha-256=:${bytes.toString('base64')}:`

t.test('the SHA-256 of a Content-Digest', async (t) => {
  const sha256 = bytes.toString('hex')
  t.strictSame(contentDigestOf(undefined), { sha256: undefined })
  t.strictSame(contentDigestOf(member), { sha256 })
  t.strictSame(contentDigestOf(`sha-512=:${'A'.repeat(86)}==:, ${member}`), { sha256 })
  t.strictSame(contentDigestOf('md5=:AAAA:'), { sha256: undefined }, 'others are passed over')
  for (const wrong of ['', 'sha-256', 'sha-256=abc', 'sha-256=:AAAA:', `${member} x`])
    t.match(contentDigestOf(wrong), { code: 'MALFORMED_REQUEST' }, wrong)
})
