import t from 'tap'
import { refusalOfAddress, refusalOfUrl, type AddressRules } from './rules.ts'

const publicAlone: AddressRules = { networks: [] }
const own = { networks: ['10.0.0.0/8', 'fd00::/8'] }
const refusal = (url: string, rules = publicAlone): string | undefined =>
  refusalOfUrl(new URL(url), rules)

t.test('URLs that may be tried', async (t) => {
  for (const url of [
    'https://receiver.example.com/hook?x=1',
    'https://receiver.example.com:8443',
    'https://93.184.216.34/hook',
    'https://[2606:4700::1111]/hook',
  ])
    t.equal(refusal(url), undefined, url)
})

t.test('URLs to which nothing is sent', async (t) => {
  for (const url of [
    'http://receiver.example.com/',
    'https://user:secret@receiver.example.com/',
    'https://receiver.example.com:22/',
    'https://127.0.0.1/',
    // The forms in which a browser takes an address: a decimal, an octal, a hexadecimal, a short one.
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://0x7f.1/',
    'https://127.1/',
    'https://[::1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://[fd00::1]/',
    'ftp://receiver.example.com/',
  ])
    t.type(refusal(url), 'string', url)
})

t.test('own networks may be reached without TLS and on any port; the rest may not', async (t) => {
  t.equal(refusal('http://10.0.0.7:8080/', own), undefined)
  t.equal(
    refusal('http://receiver.internal:8080/', own),
    undefined,
    'its address is looked at later',
  )
  t.type(refusal('http://93.184.216.34/', own), 'string')
  t.type(refusal('http://192.168.0.1/', own), 'string')
  const url = new URL('http://receiver.internal:8080/')
  t.equal(refusalOfAddress(url, '10.0.0.7', own), undefined)
  t.type(refusalOfAddress(url, '93.184.216.34', own), 'string', 'not without TLS')
  const https = new URL('https://receiver.example.com:8080/')
  t.type(refusalOfAddress(https, '93.184.216.34', own), 'string', 'not on this port')
})
