#!/usr/bin/env bash
# csvkit 2.2.0 (with agate 1.14.2): `csvsort` by one column writes other values into the others.
#
# Input: a table of three prices in three currencies, an amount with the comma for decimals, a code with zeros in front, a month's name.
#
# Guess: the same rows in another order; numbers may be written in another way, such as 1E+3, but stay what they are.
# Seen:  "1,5" is 15 and "2,25" is 225; $3, €4 and £5 are 3, 4 and 5; 00123 is 123; May is 0001-05-01; 10:30 is 0:10:30, a duration; "none" is
#        empty. The same types are what csvjoin, csvstat, csvsql and in2csv go by: the sum of "1,5" and "2,25" is 240.
#        A cell that does not fit makes the whole column text, and its values stay: the same table with one "?" in a column keeps it.
# With `--no-inference` the values are those of the file, but numbers are sorted as text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check csvkit==2.2.0 agate==1.14.2
cat >sales.csv <<'CSV'
n,price,amount,code,month,time,note
2,$3,"1,5",00123,May,10:30,none
1,€4,"2,25",00456,June,9:15,ok
3,£5,"10,0",00007,July,23:59,n/a
CSV
{
  v/bin/csvsort -c n sales.csv
  v/bin/csvstat --sum -c amount sales.csv
  echo '4,?,?,?,?,?,?' >>sales.csv
  v/bin/csvsort -c n sales.csv
} | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
n,price,amount,code,month,time,note
1,4,225,456,0001-06-01,0:09:15,ok
2,3,15,123,0001-05-01,0:10:30,
3,5,100,7,0001-07-01,0:23:59,
340
n,price,amount,code,month,time,note
1,€4,"2,25",00456,June,9:15,ok
2,$3,"1,5",00123,May,10:30,
3,£5,"10,0",00007,July,23:59,
4,?,?,?,?,?,?
SEEN
