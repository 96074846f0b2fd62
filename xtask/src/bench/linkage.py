"""danso and Splink on the lists of the kit: CPU, time, memory, F1, precision and recall at their own 0.95, calibration; time of one new record.
usage: linkage.py KIT DANSO RESIDENT N SEEDS splink|alone   (run by `cargo xtask bench linkage`, in a folder of its own)"""
import json, os, subprocess, sys

kit, danso, resident, n, seeds, peers = sys.argv[1:7]
sys.path.insert(0, kit)
import numpy as np, pandas as pd, pyarrow.parquet as pq
import vnprep

BINS = [0, .05, .1, .2, .4, .6, .8, .9, .95, .99, 1.0000001]


# A process counts the memory of the one it was forked from as its own peak; so a small one stands between this one and what is measured.
LAUNCHER = """
import json, os, subprocess, sys, time
started = time.time()
child = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(child.pid, 0)
json.dump(dict(code=os.waitstatus_to_exitcode(status), cpu_s=round(usage.ru_utime + usage.ru_stime, 2), wall_s=round(time.time() - started, 2),
               peak_mb=usage.ru_maxrss // 1024), open(sys.argv[1], 'w'))
"""


def run(command, **more):
    """Runs to the end; CPU seconds, wall seconds, peak megabytes of that process, and what it printed."""
    out = subprocess.run([sys.executable, '-I', '-S', '-c', LAUNCHER, 'usage.json', *command], stdout=subprocess.PIPE, text=True, **more).stdout
    usage = json.load(open('usage.json'))
    if usage.pop('code'):
        sys.exit(f'{command[0]} failed: {out[-400:]}')
    return usage, out


def scored(a, b, weight, truth):
    """Best partner of each b: F1, precision and recall at p >= 0.95, calibration error over bins, largest error of a bin of 300 or more."""
    best = pd.DataFrame(dict(a=a, b=b, w=weight)).sort_values(['w', 'a'], ascending=[False, True], kind='stable').drop_duplicates('b')
    result = vnprep.evaluate(best.a.values, best.b.values, best.w.values, truth)['best_per_B']
    known = set(zip(truth.a_id, truth.b_id))
    right = np.array([pair in known for pair in zip(best.a, best.b)])
    p = 1 / (1 + 2.0 ** -best.w.values)
    bins = [(p > low) & (p <= high) for low, high in zip(BINS, BINS[1:])]
    gaps = [(abs(p[m].mean() - right[m].mean()), m.sum()) for m in bins if m.any()]
    at = result.get('at_w4.25', {})
    return dict(F1=result['best']['F1'], P=at.get('P'), R=at.get('R'), ece=round(sum(g * k for g, k in gaps) / len(best), 5),
                worst_bin=round(max([g for g, k in gaps if k >= 300], default=0), 4))


for seed in seeds.split(','):
    data = f'data/vn{n}-{seed}'
    if not os.path.exists(f'{data}/meta.json'):
        run([sys.executable, f'{kit}/gen_vn.py', '--n', n, '--seed', seed, '--out', data, '--csv'])
    truth = pq.read_table(f'{data}/truth.parquet').to_pandas()
    cost, _ = run([danso, 'link', '--a', f'{data}/A.csv', '--b', f'{data}/B.csv', '--units', f'{data}/communes.csv', '--out', f'{data}/links.csv', '--threads', '2', '--json'])
    links = pd.read_csv(f'{data}/links.csv', dtype={'a_id': str, 'b_id': str})
    links = links[links.a_id.notna()]
    ours = dict(cost, **scored(links.a_id.values, links.b_id.values, links.weight.values, truth))
    print(json.dumps(dict(seed=int(seed), system='danso', **ours)), flush=True)
    one, told = run([resident, data])
    print(json.dumps(dict(seed=int(seed), system='danso, one record', **json.loads(told))), flush=True)
    if peers == 'splink':
        run([sys.executable, f'{kit}/vnprep.py', data])
        os.makedirs('tmp', exist_ok=True)
        cost, _ = run([sys.executable, f'{kit}/vn_splink.py', data, '2'], env={**os.environ, 'STD': '1'}, stderr=subprocess.DEVNULL)
        pairs = pd.read_parquet(f'out/{os.path.basename(data)}_splink5.parquet')
        theirs = dict(cost, **scored(pairs.a.values, pairs.b.values, pairs.match_weight.values, truth))
        print(json.dumps(dict(seed=int(seed), system='Splink 5, lists standardised before', **theirs)))
        print(json.dumps(dict(seed=int(seed), cpu_ratio=round(theirs['cpu_s'] / ours['cpu_s'], 1), memory_ratio=round(theirs['peak_mb'] / ours['peak_mb'], 1))), flush=True)
