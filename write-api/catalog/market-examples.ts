/** What the examples of the reference are about. */
export const exampleId = '0b8f7c1e-3a52-4d3f-9a63-1c0e5f7d2b11'

export const exampleOffer = {
  title: 'Ground states of small molecules',
  summary: 'Energies of molecules of up to twelve electrons, with error bars.',
  description: 'Give the geometry and a basis; the app returns the energy and its uncertainty.',
  categories: ['CHEMISTRY' as const, 'SIMULATION' as const],
  screenshots: ['https://www.example.com/ground-states/energy.png'],
  supportContact: { kind: 'EMAIL' as const, address: 'support@example.com' },
  previewRuns: 3,
  plans: [
    {
      name: 'Laboratory',
      description: 'For a group.',
      asset: 'USD/2',
      pricing: { kind: 'MONTHLY' as const, price: '4900' },
      trialDays: 14,
      entitlements: [{ kind: 'METERED' as const, feature: 'runs', quota: 1000 }],
    },
    {
      name: 'By the run',
      asset: 'USD/2',
      pricing: {
        kind: 'TIERED' as const,
        mode: 'GRADUATED' as const,
        tiers: [
          { upTo: 100, perRun: '25' },
          { upTo: null, perRun: '15' },
        ],
      },
    },
  ],
}

export const exampleVerdict = {
  verdict: 'DECLINE' as const,
  reason: 'The screenshots show another app.',
  internalNote: 'Second time this month.',
}

export const exampleReason = {
  reason: 'Runs fail since the last release.',
  internalNote: 'See the reports of its users.',
}

export const exampleReview = {
  rating: 5,
  title: 'Agrees with our measurements',
  body: 'Within its error bars for all seven molecules that we tried.',
}
