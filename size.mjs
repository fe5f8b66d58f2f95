import { build } from 'esbuild'; import { readFile } from 'node:fs/promises';
const r = await build({ absWorkingDir:'/work/main', entryPoints:{index:'functions/api/handler.ts'}, bundle:true, splitting:true, minify:true, platform:'node', format:'esm', target:'node24', outdir:'/tmp/api-bundle/out', metafile:true, mainFields:['module','main'], write:false, logLevel:'error',
 plugins:[{name:'z',setup(b){b.onLoad({filter:/work\/main\/(shared|functions)\/.*\.ts$/},async a=>({loader:'ts',contents:(await readFile(a.path,'utf8')).replace(/import (type )?\{ z \} from 'zod'/,"import $1* as z from 'zod'")}))}}]});
let t=0; for(const [k,v] of Object.entries(r.metafile.outputs)){t+=v.bytes;} console.log(t);
const by={}; for (const o of Object.values(r.metafile.outputs)) for(const [k,v] of Object.entries(o.inputs)){const m=k.match(/node_modules\/((@[^/]+\/)?[^/]+)/); const n=m?m[1]:'own'; by[n]=(by[n]??0)+v.bytesInOutput;} console.log(Object.entries(by).sort((a,b)=>b[1]-a[1]).slice(0,18));
