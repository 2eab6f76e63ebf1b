/** The two lists that a container's name is drawn from when the user gives none: a mood and somebody who advanced science. */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const adjectives = words(`
  able amiable attentive awake balanced bold brave breezy bright brisk calm candid careful cheerful clear clever composed cordial
  cosy courteous curious daring dazzling decent determined devoted diligent dreamy eager earnest easygoing elated elegant eloquent
  energetic exact fair faithful fearless festive fluent fond frank fresh friendly generous gentle genuine gleaming glad graceful
  grateful happy hardy helpful honest hopeful humble hungry idle intrepid inventive jolly jovial joyful keen kind laughing lively
  loyal lucid lucky mellow merry mild mindful modest musing neat nimble noble open optimistic patient peaceful pensive plucky polite
  practical prudent punctual quick quiet quirky radiant ready relaxed resolute restful rested robust serene sharp sincere sleepy
  smiling sober spry stoic sturdy subtle sunny sure swift tender thoughtful thrifty tidy tranquil trusting upbeat useful vibrant
  vigilant vivid warm watchful wise witty wondrous youthful zealous zesty
`);

export const surnames = words(`
  agnesi alembert ampere anning archimedes aristarchus aryabhata avicenna babbage banach bardeen bartik bassi bayes bell bernoulli
  bhabha bohr boole borg born bose boyle brahe brahmagupta brown cannon cantor carson cartwright cauchy cerf chandrasekhar chatelet
  chebyshev cohen coulomb crick curie dalton darwin davinci dijkstra dirac easley edison einstein elion engelbart eratosthenes
  erdos euclid euler faraday fermat fermi feynman fourier franklin gagarin galileo galois gauss germain goldberg goldstine goodall
  haber hamilton hawking heisenberg hermann herschel hertz hilbert hodgkin hopper hubble huygens hypatia jackson jang jemison
  jennings johnson joliot jones kalam kapitsa keller kepler kirch knuth kovalevskaya lagrange lalande lamarr lamport laplace leakey
  leavitt leibniz lichterman liskov lovelace lumiere maxwell mayer mccarthy mcclintock meitner mendel mendeleev mirzakhani
  montalcini moore morse napier nash neumann newton nightingale nobel noether noyce ohm panini pare pascal pasteur payne perlman
  planck poincare poitras ptolemy raman ramanujan rhodes ride ritchie roentgen rosalind rubin rutherford saha sanderson shannon
  shockley sinoussi snyder spence stonebraker swirles tesla tharp thompson torvalds tu turing varahamihira vaughan villani volhard
  volta wescoff wiles wilson wing wozniak wright wu yalow yonath zhukovsky
`);
