;; Scalar products of rows of 8-bit codes with one query of 16-bit numbers: the inner loop of the search.
;;
;;   out[i] = Σ_k codes[i · stride + k] · query[k],  0 ≤ i < rows
;;
;; codes: int8, row-major; stride: bytes a row, a multiple of 16, what is beyond the dimensions is zero.
;; query: int16, stride of them. out: int32. The caller scales the query so that no sum leaves 32 bits.
;;
;; Four rows at a time: each piece of the query is loaded once for them, and four sums do not wait for each other.
;; The last tile of fewer than four rows repeats its last row.
;;
;; `npm run build-wasm` makes int8-products.wasm of this; a test holds the two together.
(module
  (import "search" "memory" (memory 1 65536 shared))

  (func $sum (param $lanes v128) (result i32)
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $lanes)) (i32x4.extract_lane 1 (local.get $lanes)))
      (i32.add (i32x4.extract_lane 2 (local.get $lanes)) (i32x4.extract_lane 3 (local.get $lanes)))))

  (func (export "products")
    (param $codes i32) (param $rows i32) (param $stride i32) (param $query i32) (param $out i32)
    (local $end i32) (local $last i32) (local $left i32) (local $q i32)
    (local $r0 i32) (local $r1 i32) (local $r2 i32) (local $r3 i32)
    (local $s0 v128) (local $s1 v128) (local $s2 v128) (local $s3 v128)
    (local $low v128) (local $high v128)
    (if (i32.eqz (local.get $rows)) (then (return)))
    (loop $tiles
      (local.set $r0 (local.get $codes))
      (local.set $r1 (local.get $r0))
      (if (i32.gt_u (local.get $rows) (i32.const 1))
        (then (local.set $r1 (i32.add (local.get $r0) (local.get $stride)))))
      (local.set $r2 (local.get $r1))
      (if (i32.gt_u (local.get $rows) (i32.const 2))
        (then (local.set $r2 (i32.add (local.get $r1) (local.get $stride)))))
      (local.set $r3 (local.get $r2))
      (if (i32.gt_u (local.get $rows) (i32.const 3))
        (then (local.set $r3 (i32.add (local.get $r2) (local.get $stride)))))
      (local.set $s0 (v128.const i32x4 0 0 0 0))
      (local.set $s1 (v128.const i32x4 0 0 0 0))
      (local.set $s2 (v128.const i32x4 0 0 0 0))
      (local.set $s3 (v128.const i32x4 0 0 0 0))
      (local.set $q (local.get $query))
      (local.set $left (local.get $stride))
      (loop $pieces
        (local.set $low (v128.load (local.get $q)))
        (local.set $high (v128.load offset=16 (local.get $q)))
        (local.set $s0
          (i32x4.add (local.get $s0) (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $r0)) (local.get $low))))
        (local.set $s0
          (i32x4.add
            (local.get $s0)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $r0)) (local.get $high))))
        (local.set $s1
          (i32x4.add (local.get $s1) (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $r1)) (local.get $low))))
        (local.set $s1
          (i32x4.add
            (local.get $s1)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $r1)) (local.get $high))))
        (local.set $s2
          (i32x4.add (local.get $s2) (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $r2)) (local.get $low))))
        (local.set $s2
          (i32x4.add
            (local.get $s2)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $r2)) (local.get $high))))
        (local.set $s3
          (i32x4.add (local.get $s3) (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $r3)) (local.get $low))))
        (local.set $s3
          (i32x4.add
            (local.get $s3)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $r3)) (local.get $high))))
        (local.set $r0 (i32.add (local.get $r0) (i32.const 16)))
        (local.set $r1 (i32.add (local.get $r1) (i32.const 16)))
        (local.set $r2 (i32.add (local.get $r2) (i32.const 16)))
        (local.set $r3 (i32.add (local.get $r3) (i32.const 16)))
        (local.set $q (i32.add (local.get $q) (i32.const 32)))
        (br_if $pieces (local.tee $left (i32.sub (local.get $left) (i32.const 16)))))
      (i32.store (local.get $out) (call $sum (local.get $s0)))
      (i32.store offset=4 (local.get $out) (call $sum (local.get $s1)))
      (i32.store offset=8 (local.get $out) (call $sum (local.get $s2)))
      (i32.store offset=12 (local.get $out) (call $sum (local.get $s3)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (local.set $codes (i32.add (local.get $codes) (i32.mul (local.get $stride) (i32.const 4))))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 4)))
      (br_if $tiles (i32.gt_s (local.get $rows) (i32.const 0))))))
