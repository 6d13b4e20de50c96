import { formDistances } from './form-distances.ts';

console.log(JSON.stringify(await formDistances()));
