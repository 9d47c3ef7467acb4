import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { isPublic, liesIn } from './address.ts'

t.test('addresses of the public internet', async (t) => {
  for (const address of ['8.8.8.8', '93.184.216.34', '2606:4700::1111', '2a01:4f8::1'])
    t.ok(isPublic(address), address)
})

t.test('addresses that mean something else from inside', async (t) => {
  const inside = [
    ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.1.1', '127.0.0.1', '127.255.255.254'],
    ...['169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.2.1'],
    ...['192.168.1.1', '198.18.0.1', '198.51.100.1', '203.0.113.5', '224.0.0.1', '240.0.0.1'],
    ...['255.255.255.255', '::', '::1', '::7f00:1', '::ffff:127.0.0.1', '::ffff:a9fe:a9fe'],
    ...['::ffff:0:127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::1', 'fe80::1', 'fe80::1%eth0'],
    ...['fec0::1', 'fc00::1', 'fd00:ec2::254', '2002:7f00:1::', '2001::1', '2001:db8::1'],
    ...['3fff::1', 'ff02::1', '100::1', '5f00::1', '4000::1', 'localhost', '', '1.2.3.4.5'],
  ]
  for (const address of inside) t.notOk(isPublic(address), address)
})

t.test('an IPv4 address is the same inside of IPv6', async () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => isPublic(address) === isPublic(`::ffff:${address}`)),
    { numRuns: 2_000 },
  )
})

t.test('networks of the operator', async (t) => {
  t.ok(liesIn('10.1.2.3', ['192.168.0.0/16', '10.0.0.0/8']))
  t.ok(liesIn('::ffff:10.1.2.3', ['10.0.0.0/8']))
  t.ok(liesIn('10.1.2.3', ['10.1.2.3']))
  t.ok(liesIn('fd00::1', ['fd00::/8']))
  t.notOk(liesIn('10.1.2.3', []))
  t.notOk(liesIn('10.1.2.3', ['fd00::/8', '10.1.2.4']))
  t.notOk(liesIn('host', ['0.0.0.0/0']))
})
