;; Scalar products of rows of 8-bit codes with one query of 16-bit numbers: the inner loop of the search.
;;
;;   out[i] = Σ_k codes[i · stride + k] · query[k],  0 ≤ i < rows
;;
;; codes: int8, row-major; stride: bytes a row, a multiple of 64, zero beyond the dimensions.
;; query: int16, stride of them. out: int32. The caller scales the query so that no sum leaves 32 bits.
;;
;; One row after the other, in steps of 64 codes: memory is then read in one run from its first byte to its last.
;; Four rows at a time would load the query a quarter as often, and took three times as long.
;;
;; `npm run build-wasm` makes int8-products.wasm of this; a test holds the two together.
(module
  (import "search" "memory" (memory 1 65536 shared))

  (func (export "products")
    (param $codes i32) (param $rows i32) (param $stride i32) (param $query i32) (param $out i32)
    (local $q i32) (local $left i32) (local $sum v128)
    (if (i32.eqz (local.get $rows)) (then (return)))
    (loop $each_row
      (local.set $sum (v128.const i32x4 0 0 0 0))
      (local.set $q (local.get $query))
      (local.set $left (local.get $stride))
      (loop $each_64_codes
        ;; Eight codes become 16-bit numbers, their products with the query are added in pairs, and those to the sum.
        (local.set $sum (i32x4.add (local.get $sum)
          (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $codes)) (v128.load (local.get $q)))))
        (local.set $sum (i32x4.add (local.get $sum)
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $codes)) (v128.load offset=16 (local.get $q)))))
        (local.set $sum (i32x4.add (local.get $sum)
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=16 (local.get $codes)) (v128.load offset=32 (local.get $q)))))
        (local.set $sum (i32x4.add (local.get $sum)
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=24 (local.get $codes)) (v128.load offset=48 (local.get $q)))))
        (local.set $sum (i32x4.add (local.get $sum)
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=32 (local.get $codes)) (v128.load offset=64 (local.get $q)))))
        (local.set $sum (i32x4.add (local.get $sum)
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=40 (local.get $codes)) (v128.load offset=80 (local.get $q)))))
        (local.set $sum (i32x4.add (local.get $sum)
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=48 (local.get $codes)) (v128.load offset=96 (local.get $q)))))
        (local.set $sum (i32x4.add (local.get $sum)
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=56 (local.get $codes)) (v128.load offset=112 (local.get $q)))))
        (local.set $codes (i32.add (local.get $codes) (i32.const 64)))
        (local.set $q (i32.add (local.get $q) (i32.const 128)))
        (br_if $each_64_codes (local.tee $left (i32.sub (local.get $left) (i32.const 64)))))
      (i32.store (local.get $out)
        (i32.add
          (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
          (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum)))))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (br_if $each_row (local.tee $rows (i32.sub (local.get $rows) (i32.const 1)))))))
