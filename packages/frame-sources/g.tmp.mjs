import { readFileSync, writeFileSync } from 'node:fs';
import { randomNumbers, clipPath, collect } from './src/testing/clips.ts';
import { openVideo } from './src/node.ts';
const [,,clip,s]=process.argv; const seed=+s; let bytes=readFileSync(clipPath(clip)); const random=randomNumbers(seed*7919+1); for(let k=0;k<1+seed*3;k++) bytes[random(bytes.length)]=random(256); if(seed%4===3) bytes=bytes.subarray(0,random(bytes.length));
const p='/tmp/fuzz-'+process.pid; writeFileSync(p,bytes);
try { await using v=await openVideo(p); console.log(v.info.frameCount,v.info.width,v.info.height);
console.log((await collect(v,{indices:[0,3,11,29].filter(i=>i<v.info.frameCount)})).map(f=>f.index+f.status).join(' ')); } catch(e){ console.log(e.name, e.code, e.message.slice(0,100)); }
