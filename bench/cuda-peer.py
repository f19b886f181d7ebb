"""The peer of bench/cuda.ts: the same network in PyTorch. Random weights in the shape of CLIP ViT-L/14.

    cuda-peer.py networks FOLDER SEED          vision_model_fp32.onnx and vision_model_fp16.onnx
    cuda-peer.py embed FOLDER SEED PHOTOS      JSON: vectors in single precision, photos a second in half precision
    cuda-peer.py hold FREE_MIB                 holds the memory of the GPU but so much, until its input ends

PHOTOS is a text file of paths, one a line.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import torch

SIDE = 224
MEAN = (0.48145466, 0.4578275, 0.40821073)
DEVIATION = (0.26862954, 0.26130258, 0.27577711)
BATCH = 64


class Vision(torch.nn.Module):
    def __init__(self, seed):
        super().__init__()
        from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

        torch.manual_seed(seed)
        config = CLIPVisionConfig(
            hidden_size=1024,
            intermediate_size=4096,
            num_hidden_layers=24,
            num_attention_heads=16,
            patch_size=14,
            image_size=SIDE,
            projection_dim=768,
        )
        config._attn_implementation = "eager"
        self.model = CLIPVisionModelWithProjection(config).eval()

    def forward(self, pixel_values):
        return self.model(pixel_values=pixel_values).image_embeds


def networks(folder, seed):
    Path(folder).mkdir(parents=True, exist_ok=True)
    for precision, kind in (("fp32", torch.float32), ("fp16", torch.float16)):
        network = Vision(seed).to("cuda", kind)
        example = torch.zeros(2, 3, SIDE, SIDE, device="cuda", dtype=kind)
        target = Path(folder) / f"vision_model_{precision}.onnx"
        with torch.no_grad():
            torch.onnx.export(
                network,
                (example,),
                str(target),
                input_names=["pixel_values"],
                output_names=["image_embeds"],
                dynamic_axes={"pixel_values": {0: "batch"}, "image_embeds": {0: "batch"}},
                opset_version=17,
                dynamo=False,
            )


def pixels(path):
    from PIL import Image

    image = Image.open(path).convert("RGB")
    width, height = image.size
    scale = SIDE / min(width, height)
    if width <= height:
        size = (SIDE, int(SIDE * height / width))
    else:
        size = (int(SIDE * width / height), SIDE)
    image = image.resize(size, Image.BICUBIC)
    left, top = round((size[0] - SIDE) / 2), round((size[1] - SIDE) / 2)
    image = image.crop((left, top, left + SIDE, top + SIDE))
    raw = torch.frombuffer(bytearray(image.tobytes()), dtype=torch.uint8)
    values = raw.view(SIDE, SIDE, 3).permute(2, 0, 1).float() / 255
    return (values - torch.tensor(MEAN)[:, None, None]) / torch.tensor(DEVIATION)[:, None, None]


class Proxies(torch.utils.data.Dataset):
    def __init__(self, paths):
        self.paths = paths

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, at):
        return pixels(self.paths[at])


@torch.no_grad()
def embed(folder, seed, listing):
    paths = Path(listing).read_text().split("\n")
    distinct = paths[:8]
    torch.backends.cuda.matmul.allow_tf32 = False
    exact = Vision(seed).cuda()
    vectors = torch.nn.functional.normalize(exact(torch.stack([pixels(path) for path in distinct]).cuda()))
    half = Vision(seed).to("cuda", torch.float16)

    def bare(batch, passes):
        data = torch.randn(batch, 3, SIDE, SIDE, device="cuda", dtype=torch.float16)
        half(data)
        torch.cuda.synchronize()
        started = time.perf_counter()
        for _ in range(passes):
            half(data)
        torch.cuda.synchronize()
        return batch * passes / (time.perf_counter() - started)

    def whole(workers):
        loader = torch.utils.data.DataLoader(
            Proxies(paths), batch_size=BATCH, num_workers=workers, pin_memory=True, persistent_workers=True
        )
        for _ in loader:
            break
        started = time.perf_counter()
        for batch in loader:
            half(batch.cuda(non_blocking=True).half()).cpu()
        return len(paths) / (time.perf_counter() - started)

    print(
        json.dumps(
            {
                "gpu": torch.cuda.get_device_name(),
                "vectors": vectors.cpu().tolist(),
                "bare": {str(batch): bare(batch, max(8, 1024 // batch)) for batch in (8, 32, 64, 128)},
                "whole": whole(int(sys.argv[5]) if len(sys.argv) > 5 else 16),
            }
        )
    )


def hold(free_mib):
    torch.zeros(1, device="cuda")
    free, _ = torch.cuda.mem_get_info()
    kept = torch.empty(max(0, free - int(free_mib) * 2**20), dtype=torch.uint8, device="cuda")
    print("held", kept.numel(), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    _, what, *rest = sys.argv
    if what == "networks":
        networks(rest[0], int(rest[1]))
    elif what == "embed":
        embed(rest[0], int(rest[1]), rest[2])
    elif what == "hold":
        hold(rest[0])
    else:
        sys.exit(__doc__)
