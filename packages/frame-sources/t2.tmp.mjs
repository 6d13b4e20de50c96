import { openVideo, ffmpegDecoder, nodeAvDecoder } from '@slowfast/frame-sources/node';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
const truth=JSON.parse(readFileSync('fixtures/truth.json')).files; const only=process.argv[2];
for (const [name,t] of Object.entries(truth)) { if(only&&!name.includes(only)) continue; let line=name.padEnd(26);
 try { const v=await openVideo('fixtures/clips/'+name,{decoders:[process.env.DEC==='ffmpeg'?ffmpegDecoder():nodeAvDecoder()]}); const i=v.info; line+=` ${i.codec}/${t.codec} ${i.width}x${i.height} r${i.rotationDegrees}/${t.rotationDegrees} n${i.frameCount}/${t.rgbMd5?.length}`;
  if(t.timestampsSeconds){ let d=0; t.timestampsSeconds.forEach((x,k)=>{d=Math.max(d,Math.abs(x-(i.frameTimestampsSeconds[k]??NaN))||0)}); line+=` dt=${d.toExponential(1)}`; }
  let ok=0,n=0,sub=0; try { for await(const f of v.frames({indices:[...Array(i.frameCount).keys()]})){n++; if(f.status!=='exact')sub++; else if(createHash('md5').update(f.data).digest('hex').slice(0,12)===t.rgbMd5?.[f.index]) ok++;} } finally { line+=` exactRGB ${ok}/${n} sub ${sub}`; await v.dispose(); }
 } catch(e){ line+=' !! '+e.name+': '+e.message.slice(0,150)+ (e.code?'':e.stack); }
 console.log(line); }
