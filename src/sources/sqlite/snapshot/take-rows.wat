;; From rows in SQLite's memory into blocks of columns in the same memory. A loop of JavaScript over
;; the values costs more than SQLite itself. `row-taker.ts` calls it and says the same of the places.
;;
;; A value of a row has 40 bytes, one value lies behind the other:
;;    0  its integer or real, 64 bits
;;    8  where its text or blob begins, and at 12 its length
;;   16  its flags, 16 bits: 1 NULL, 2 text, 4 integer, 8 real, 16 blob, 32 real kept as an integer,
;;       1024 a blob that goes on with zeros which are not there
;;
;; A column has 32 bytes:
;;    0  flags of the kind of its values, or 0 if all of them go another way
;;    4  form: 0 eight bytes, 1 text or blob, 2 truth value, 3 real
;;    8  where its values go: eight bytes each, a truth value one, of texts the ends within the heap
;;   12  where the heap of its texts begins, at 16 its size, at 20 what is used of it
;;   24  where it is told of each row whether it is NULL, in a byte, and at 28 how many are
(module
  (import "sqlite" "memory" (memory 1))
  (import "sqlite" "step" (func $step (param i32) (result i32)))
  (import "sqlite" "column_value" (func $column_value (param i32 i32) (result i32)))

  ;; Takes at most that many rows. `at_row` tells that the statement stands at a row which was not
  ;; taken. The number of rows taken, and in the upper half why they are not more: 0 that is all
  ;; that was asked for, 1 the row at which the statement stands has another kind of value or a
  ;; text that finds no room, 2 there are no more, 3 SQLite has failed.
  (func (export "take")
    (param $statement i32) (param $columns i32) (param $columns_end i32) (param $most i32)
    (param $at_row i32) (result i32)
    (local $rows i32) (local $column i32) (local $value i32) (local $flags i32) (local $code i32)
    (local $usual i32) (local $used i32) (local $length i32) (local $number i64)

    (local.set $column (local.get $columns))
    (loop $empty
      (i32.store offset=20 (local.get $column) (i32.const 0))
      (i32.store offset=28 (local.get $column) (i32.const 0))
      (local.set $column (i32.add (local.get $column) (i32.const 32)))
      (br_if $empty (i32.lt_u (local.get $column) (local.get $columns_end))))

    (block $all
      (block $other
        (loop $row
          (br_if $all (i32.ge_u (local.get $rows) (local.get $most)))
          (if (local.get $at_row)
            (then (local.set $at_row (i32.const 0)))
            (else
              (local.set $code (call $step (local.get $statement)))
              (if (i32.ne (local.get $code) (i32.const 100))
                (then
                  (return
                    (i32.or (local.get $rows)
                      (select (i32.const 0x20000) (i32.const 0x30000)
                        (i32.eq (local.get $code) (i32.const 101)))))))))
          (local.set $value (call $column_value (local.get $statement) (i32.const 0)))
          (local.set $column (local.get $columns))
          (loop $next
            (local.set $flags
              (i32.and (i32.load16_u offset=16 (local.get $value)) (i32.const 0x43f)))
            (if (i32.and (local.get $flags) (i32.const 1))
              (then
                (i32.store8
                  (i32.add (i32.load offset=24 (local.get $column)) (local.get $rows))
                  (i32.const 1))
                (i32.store offset=28 (local.get $column)
                  (i32.add (i32.load offset=28 (local.get $column)) (i32.const 1))))
              (else
                (i32.store8
                  (i32.add (i32.load offset=24 (local.get $column)) (local.get $rows))
                  (i32.const 0))
                (local.set $usual
                  (i32.eq (local.get $flags) (i32.load (local.get $column))))
                (local.set $number (i64.load (local.get $value)))
                (block $taken
                  (block $real
                    (block $truth
                      (block $text
                        (block $eight
                          (br_table $eight $text $truth $real
                            (i32.load offset=4 (local.get $column))))

                        ;; $eight
                        (br_if $other (i32.eqz (local.get $usual)))
                        (i64.store
                          (i32.add (i32.load offset=8 (local.get $column))
                            (i32.shl (local.get $rows) (i32.const 3)))
                          (local.get $number))
                        (br $taken))

                      ;; $text
                      (br_if $other (i32.eqz (local.get $usual)))
                      (local.set $used (i32.load offset=20 (local.get $column)))
                      (local.set $length (i32.load offset=12 (local.get $value)))
                      (br_if $other
                        (i32.gt_u (local.get $length)
                          (i32.sub (i32.load offset=16 (local.get $column)) (local.get $used))))
                      (memory.copy
                        (i32.add (i32.load offset=12 (local.get $column)) (local.get $used))
                        (i32.load offset=8 (local.get $value))
                        (local.get $length))
                      (i32.store offset=20 (local.get $column)
                        (i32.add (local.get $used) (local.get $length)))
                      (br $taken))

                    ;; $truth
                    (br_if $other
                      (i32.or
                        (i32.eqz (local.get $usual))
                        (i64.gt_u (local.get $number) (i64.const 1))))
                    (i32.store8
                      (i32.add (i32.load offset=8 (local.get $column)) (local.get $rows))
                      (i32.wrap_i64 (local.get $number)))
                    (br $taken))

                  ;; $real
                  (if (i32.eqz (local.get $usual))
                    (then
                      ;; An integer, if a double holds it.
                      (br_if $other
                        (i32.or
                          (i32.eqz (i32.and (local.get $flags) (i32.const 36)))
                          (i64.gt_u
                            (i64.add (local.get $number) (i64.const 0x20000000000000))
                            (i64.const 0x40000000000000))))
                      (local.set $number
                        (i64.reinterpret_f64 (f64.convert_i64_s (local.get $number))))))
                  (i64.store
                    (i32.add (i32.load offset=8 (local.get $column))
                      (i32.shl (local.get $rows) (i32.const 3)))
                    (local.get $number)))))
            ;; A text ends where the heap does now, and so does its NULL.
            (if (i32.eq (i32.load offset=4 (local.get $column)) (i32.const 1))
              (then
                (i32.store
                  (i32.add (i32.load offset=8 (local.get $column))
                    (i32.shl (local.get $rows) (i32.const 2)))
                  (i32.load offset=20 (local.get $column)))))
            (local.set $value (i32.add (local.get $value) (i32.const 40)))
            (local.set $column (i32.add (local.get $column) (i32.const 32)))
            (br_if $next (i32.lt_u (local.get $column) (local.get $columns_end))))
          (local.set $rows (i32.add (local.get $rows) (i32.const 1)))
          (br $row)))
      (return (i32.or (local.get $rows) (i32.const 0x10000))))
    (local.get $rows)))
