// What does ucode's module `math` give in Node?
export const abs = Math.abs;
export const atan2 = Math.atan2;
export const cos = Math.cos;
export const exp = Math.exp;
export const log = Math.log;
export const pow = Math.pow;
export const sin = Math.sin;
export const sqrt = Math.sqrt;
export const isnan = (x: number): boolean => Number.isNaN(x);
/** Not repeatable: the seed of srand is not used. */
export const rand = (): number => Math.floor(Math.random() * 2 ** 31);
export const srand = (): void => undefined;
