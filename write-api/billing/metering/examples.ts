export const exampleUuid = '0b8f7c1e-3a52-4d3f-9a63-1c0e5f7d2b11'
