import { openVideo, ffmpegDecoder,nodeAvDecoder } from '@slowfast/frame-sources/node';
import { readdirSync } from 'node:fs';
import { createHash } from 'node:crypto';
let seed=7; const rnd=n=>{seed=(seed*1103515245+12345)&0x7fffffff; return (seed>>8)%n;};
for (const f of readdirSync('fixtures/clips')) { if(/^(audio|cover|empty|text|jpeg|corrupted|truncated)/.test(f)) continue;
 const vs=await Promise.all([nodeAvDecoder(),ffmpegDecoder()].map(d=>openVideo('fixtures/clips/'+f,{decoders:[d]})));
 for(let r=0;r<3;r++){ const n=vs[0].info.frameCount; const idx=Array.from({length:6},()=>rnd(n)).sort((a,b)=>a-b);
  const out=[]; for(const v of vs){ const o=[]; try{ for await(const x of v.frames({indices:idx})) o.push(x.index+x.status[0]+createHash('md5').update(x.data).digest('hex').slice(0,6)); }catch(e){o.push(e.message)} out.push(o.join(' ')); }
  if(out[0]!==out[1]||out[0].includes('s')) console.log(f,idx,out); }
 if(JSON.stringify(vs[0].info)!==JSON.stringify(vs[1].info)) console.log(f,vs[0].info,vs[1].info); for(const v of vs) await v.dispose(); }
